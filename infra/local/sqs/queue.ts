import { createHash, randomUUID } from 'node:crypto';
import type { QueueProperties } from './queue-schema';

export interface MessageAttribute {
  DataType: string;
  StringValue?: string | undefined;
  BinaryValue?: string | undefined;
}

/** A message in a queue; times in milliseconds since 1970. */
export interface Message {
  messageId: string;
  body: string;
  md5: string;
  attributes: Record<string, MessageAttribute>;
  sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receiptHandle: string;
}

export interface Queue {
  name: string;
  arn: string;
  url: string;
  properties: QueueProperties;
  send(body: string, attributes?: Message['attributes'], delaySeconds?: number): Message;
  /** Up to `max` visible messages, which stay invisible to others for a while. */
  receive(max: number, visibilitySeconds?: number): Message[];
  /** Ignores a receipt that is no longer the message's. */
  delete(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  readonly messages: readonly Message[];
}

export interface QueueOptions {
  name: string;
  arn: string;
  url: string;
  properties: QueueProperties;
  now(): number;
  /** No message is kept invisible for longer than this, whoever asks for it. Seconds. */
  longestVisibility?: number | undefined;
  /** Takes a message that was received too often. */
  onDeadLetter(message: Message): void;
}

export function createQueue({
  now,
  onDeadLetter,
  longestVisibility = Number.POSITIVE_INFINITY,
  ...identity
}: QueueOptions): Queue {
  const { properties } = identity;
  let messages: Message[] = [];
  const expire = (): void => {
    const oldest = now() - properties.MessageRetentionPeriod * 1000;
    messages = messages.filter((message) => message.sentAt > oldest);
  };
  return {
    ...identity,
    get messages() {
      expire();
      return messages;
    },
    send(body, attributes = {}, delaySeconds = properties.DelaySeconds) {
      const message: Message = {
        messageId: randomUUID(),
        body,
        md5: createHash('md5').update(body).digest('hex'),
        attributes,
        sentAt: now(),
        visibleAt: now() + delaySeconds * 1000,
        receiveCount: 0,
        firstReceivedAt: undefined,
        receiptHandle: '',
      };
      messages.push(message);
      return message;
    },
    receive(max, visibilitySeconds = properties.VisibilityTimeout) {
      expire();
      const received: Message[] = [];
      for (const message of messages.filter((each) => each.visibleAt <= now())) {
        if (received.length === max) break;
        if (properties.RedrivePolicy && message.receiveCount >= properties.RedrivePolicy.maxReceiveCount) {
          messages = messages.filter((each) => each !== message);
          onDeadLetter(message);
          continue;
        }
        message.receiveCount += 1;
        message.firstReceivedAt ??= now();
        message.visibleAt = now() + visibilitySeconds * 1000;
        message.receiptHandle = randomUUID();
        received.push({ ...message });
      }
      return received;
    },
    delete(receiptHandle) {
      messages = messages.filter((message) => message.receiptHandle !== receiptHandle);
    },
    changeVisibility(receiptHandle, seconds) {
      const message = messages.find((each) => each.receiptHandle === receiptHandle);
      if (message) message.visibleAt = now() + Math.min(seconds, longestVisibility) * 1000;
      return message !== undefined;
    },
  };
}
