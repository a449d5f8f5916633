/** AWS Price List GetProducts: what hosting an instance costs, in the shape of AWS's price list. */
import { z } from 'zod';
import { HOSTING_USD_PER_HOUR } from '../../aws/list-prices.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, listField, nameField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation, type Service } from './service.ts';
import { invalidMember } from './validation-exception.ts';

export const PRICING_TARGET = 'AWSPriceListService';

/** One product's attributes and price. */
interface Product {
  readonly attributes: Readonly<Record<string, string>>;
  readonly usd: number;
}

/** Every Region costs what us-east-1 does: the stand-in knows no other prices. */
function products(regionCode: string): Product[] {
  return ['Host', 'AsyncInf'].flatMap((usage) => productsOf(usage, regionCode));
}

/** @param usage `Host`; asynchronous inference has rows of its own for the same instances */
function productsOf(usage: string, regionCode: string): Product[] {
  return Object.entries(HOSTING_USD_PER_HOUR).map(([instanceName, usd]) => ({
    usd,
    attributes: {
      servicecode: 'AmazonSageMaker',
      servicename: 'Amazon SageMaker',
      regionCode,
      locationType: 'AWS Region',
      component: usage === 'Host' ? 'Hosting' : 'AsyncInf',
      instanceName,
      instanceType: `${instanceName}-${usage === 'Host' ? 'Hosting' : 'AsyncInf'}`,
      operation: 'RunInstance',
      platoinstancename: instanceName.replace(/^ml\./, ''),
      usagetype: `${usage}:${instanceName}`,
    },
  }));
}

const getProducts = operation(
  invalidMember,
  z.object({
    ServiceCode: nameField,
    Filters: listField(
      z.object({ Type: z.string(), Field: nameField, Value: z.string() }),
      50,
    ).default([]),
    FormatVersion: z.string().default('aws_v1'),
    MaxResults: integerField
      .refine((n) => n >= 1 && n <= 100, 'must be between 1 and 100')
      .default(100),
    NextToken: z.string().optional(),
  }),
  (input, call) => {
    if (input.ServiceCode !== 'AmazonSageMaker') {
      throw new AwsError(
        'NotFoundException',
        `The service code ${input.ServiceCode} is not known.`,
      );
    }
    const asked = input.Filters.find(({ Field }) => Field === 'regionCode')?.Value;
    const matching = products(asked ?? call.simulation.identity.region).filter(({ attributes }) =>
      input.Filters.every(({ Field, Value }) => attributes[Field] === Value),
    );
    const cursor = readCursor(input.NextToken, 0, () => {
      const message = 'The next token is not one that was returned.';
      return new AwsError('InvalidNextTokenException', message);
    });
    const { items, next } = pageOf(matching, cursor, input.MaxResults);
    return { FormatVersion: input.FormatVersion, PriceList: items.map(asText), ...next };
  },
);

/** The price list is a list of JSON texts. */
function asText({ attributes, usd }: Product): string {
  const sku = attributes.instanceName!.replace(/\W/g, '').toUpperCase();
  const [offer, rate] = [`${sku}.JRTCKXETXF`, `${sku}.JRTCKXETXF.6YS6EN2CT7`];
  const dimension = {
    unit: 'Hrs',
    description: `$${usd} per Hosting ${attributes.instanceName} hour`,
    rateCode: rate,
    beginRange: '0',
    endRange: 'Inf',
    appliesTo: [],
    pricePerUnit: { USD: usd.toFixed(10) },
  };
  return JSON.stringify({
    product: { productFamily: 'ML Instance', attributes, sku },
    serviceCode: 'AmazonSageMaker',
    terms: {
      OnDemand: {
        [offer]: {
          priceDimensions: { [rate]: dimension },
          sku,
          offerTermCode: 'JRTCKXETXF',
          termAttributes: {},
        },
      },
    },
  });
}

export const pricing: Service = { GetProducts: getProducts };
