import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { RefusedError } from './refused-error';

const manifestSchema = v.object({
  artifacts: v.optional(
    v.record(
      v.string(),
      v.object({
        type: v.string(),
        dependencies: v.optional(v.array(v.string()), []),
        properties: v.optional(
          v.object({
            templateFile: v.optional(v.string()),
            stackName: v.optional(v.string()),
            directoryName: v.optional(v.string()),
          }),
          {},
        ),
      }),
    ),
    {},
  ),
});

const templateSchema = v.strictObject({
  AWSTemplateFormatVersion: v.optional(v.string()),
  Description: v.optional(v.string()),
  Metadata: v.optional(v.unknown()),
  // Assertions about parameters (CDK checks its bootstrap version there); they make nothing.
  Rules: v.optional(v.unknown()),
  Parameters: v.optional(v.record(v.string(), v.object({ Default: v.optional(v.unknown()) })), {}),
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Resources: v.record(
    v.string(),
    v.object({
      Type: v.string(),
      Properties: v.optional(v.unknown(), {}),
      Metadata: v.optional(v.record(v.string(), v.unknown()), {}),
      Condition: v.optional(v.string()),
    }),
  ),
  Outputs: v.optional(
    v.record(
      v.string(),
      v.object({
        Value: v.unknown(),
        Condition: v.optional(v.string()),
        Export: v.optional(v.object({ Name: v.unknown() })),
      }),
    ),
    {},
  ),
});

export type Template = v.InferOutput<typeof templateSchema>;

/** A stack of a cloud assembly. `directory` is what its asset paths are relative to. */
export interface StackTemplate {
  name: string;
  directory: string;
  template: Template;
}

/**
 * Reads the stacks of a cloud assembly (what `cdk synth` writes), those that others depend on first.
 * Throws RefusedError for a template section without a local counterpart.
 */
export function readAssembly(directory: string): StackTemplate[] {
  const { artifacts } = v.parse(manifestSchema, readJson(join(directory, 'manifest.json')));
  const stacks: StackTemplate[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (!artifact || seen.has(id)) return;
    seen.add(id);
    artifact.dependencies.forEach(visit);
    const { templateFile, stackName, directoryName } = artifact.properties;
    if (artifact.type === 'cdk:cloud-assembly' && directoryName) {
      stacks.push(...readAssembly(join(directory, directoryName)));
    }
    if (artifact.type === 'aws:cloudformation:stack' && templateFile) {
      stacks.push({
        name: stackName ?? id,
        directory,
        template: readTemplate(join(directory, templateFile)),
      });
    }
  };
  Object.keys(artifacts).forEach(visit);
  return stacks;
}

function readTemplate(file: string): Template {
  const result = v.safeParse(templateSchema, readJson(file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new RefusedError(`${file}: ${v.getDotPath(issue) ?? 'template'}: ${issue.message}`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
