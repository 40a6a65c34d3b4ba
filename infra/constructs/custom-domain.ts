import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config/config';

/** A name of the team's own for the API, recorded where its hosted zone is known. */
export class CustomDomain extends Construct {
  readonly domainName: DomainName;

  /** `truststore`: who must have signed the certificate that callers show. Without one, everybody may call. */
  constructor(
    scope: Construct,
    id: string,
    { name, certificateArn, hostedZone }: NonNullable<Config['customDomain']>,
    truststore?: { bucket: string; key: string },
  ) {
    super(scope, id);
    this.domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      ...(truststore && {
        mtls: { bucket: Bucket.fromBucketName(this, 'Truststore', truststore.bucket), key: truststore.key },
      }),
    });
    if (!hostedZone) return;
    new ARecord(this, 'Record', {
      zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', {
        hostedZoneId: hostedZone.id,
        zoneName: hostedZone.name,
      }),
      recordName: name,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(
          this.domainName.regionalDomainName,
          this.domainName.regionalHostedZoneId,
        ),
      ),
    });
  }
}
