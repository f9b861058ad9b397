import { PHASE, type ResourceKind } from '../deploy/kind.ts';
import type { Properties } from '../deploy/properties.ts';

const escaped = (text: string) =>
  text.replace(/[<>&]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[char] ?? char);

/** CORS rules as the XML that S3 takes. */
function corsXml(properties: Properties): string | undefined {
  const rules = properties.inner('CorsConfiguration').objects('CorsRules');
  if (rules.length === 0) return undefined;
  const element = (name: string, values: readonly string[]) =>
    values.map((value) => `<${name}>${escaped(value)}</${name}>`).join('');
  const age = (rule: Properties) =>
    rule.number('MaxAge', undefined) === undefined ? [] : [String(rule.number('MaxAge', 0))];
  const xml = rules.map((rule) =>
    [
      '<CORSRule>',
      element('AllowedOrigin', rule.texts('AllowedOrigins')),
      element('AllowedMethod', rule.texts('AllowedMethods')),
      element('AllowedHeader', rule.texts('AllowedHeaders')),
      element('ExposeHeader', rule.texts('ExposedHeaders')),
      element('MaxAgeSeconds', age(rule)),
      '</CORSRule>',
    ].join(''),
  );
  return `<CORSConfiguration>${xml.join('')}</CORSConfiguration>`;
}

/** AWS::S3::Bucket. */
export const bucket: ResourceKind = {
  properties: ['BucketName', 'CorsConfiguration.CorsRules.**'],
  nameProperty: 'BucketName',
  longest: 63,
  lowerCase: true,
  phase: PHASE.storage,
  attribute: (name, attribute, _, world) => {
    const attributes: Record<string, string> = {
      Arn: world.arn('s3', name),
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${world.region}.amazonaws.com`,
    };
    return attributes[attribute];
  },
  create: ({ name }, properties, world) => world.s3.createBucket(name, corsXml(properties)),
};
