import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  type CfnDistribution,
  Distribution,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import { acceptFinding } from './accept-finding';

/** What CloudFront keeps of errors unless it is told not to. */
const CACHED_ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * CloudFront and its firewall in front of the API. It shows the API a certificate, and the API's own name talks to
 * nobody else: who goes around the firewall does not get as far as a request.
 */
export class Edge extends Construct {
  constructor(scope: Construct, id: string, edge: NonNullable<Config['edge']>, originName: string) {
    super(scope, id);
    const { certificateArn, clientCertificateArn, hostedZone, name, webAclArn } = edge;
    const distribution = new Distribution(this, 'Distribution', {
      comment: `aa-stripe at ${name}`,
      domainNames: [name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      webAclId: webAclArn,
      // Else a refusal of one caller is everybody's answer for ten seconds, whatever the policy of the cache says.
      errorResponses: CACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
      defaultBehavior: {
        origin: new HttpOrigin(originName, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // Nothing here is the same for two callers.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // Tokens, signatures and keys reach the API; the host is the API's own.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      },
    });
    const resource = distribution.node.defaultChild as CfnDistribution;
    resource.addPropertyOverride(
      'DistributionConfig.Origins.0.CustomOriginConfig.OriginMtlsConfig.ClientCertificateArn',
      clientCertificateArn,
    );
    acceptFinding(this, {
      'AwsSolutions-CFR1': 'Whom a shop sells to is for its team to decide, in the firewall that it brings.',
      'AwsSolutions-CFR3':
        'The API logs each request, without addresses of people; the firewall logs what it stops.',
    });
    if (hostedZone) this.record(hostedZone, name, distribution);
  }

  private record({ id, name: zoneName }: { id: string; name: string }, name: string, to: Distribution): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(to));
    new ARecord(this, 'Record', { zone, recordName: name, target });
    new AaaaRecord(this, 'Record6', { zone, recordName: name, target });
  }
}
