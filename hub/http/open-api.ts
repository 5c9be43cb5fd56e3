import { operations } from '../../protocol/operations/index.ts'
import type { AnyOperation } from '../../protocol/operation.ts'

/** The operations as an OpenAPI 3.1 document: inputs with the words of their checks, outputs as objects. */
export function openApi(): object {
  const all = Object.values<AnyOperation>(operations)
  const paths = all.map((one) => [`/api/${one.name}`, { post: described(one) }])
  return {
    openapi: '3.1.0',
    info: { title: '方舟 Ark Hub', version: '1', description: 'Operations: POST with a JSON object.' },
    paths: Object.fromEntries(paths) as object,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ark_session' } },
      schemas: { OperationFault: faultSchema },
    },
  }
}

function described({ name, about, permission, effect, input }: AnyOperation): object {
  return {
    operationId: name, summary: about, 'x-permission': permission, 'x-effect': effect,
    security: permission === 'public' ? [] : [{ session: [] }],
    requestBody: { required: true, content: json(inputSchema(input)) },
    responses: {
      200: { description: 'The output', content: json({ type: 'object' }) },
      default: { description: 'A fault', content: json({ $ref: '#/components/schemas/OperationFault' }) },
    },
  }
}

function inputSchema(input: AnyOperation['input']): object {
  const fields = Object.entries(input)
  const properties = fields.map(([field, { type }]) => [field, { ...jsonTypeOf(type), description: type }])
  return {
    type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) as object,
    required: fields.filter(([, field]) => !field.optional).map(([name]) => name),
  }
}

function jsonTypeOf(type: string): object {
  if (type.startsWith('integer')) return { type: 'integer' }
  if (type.startsWith('time')) return { type: 'number' }
  if (type.startsWith('boolean')) return { type: 'boolean' }
  if (type.startsWith('list')) return { type: 'array' }
  if (isObject.test(type)) return { type: 'object' }
  return type.includes(' {') ? { type: 'object' } : { type: 'string' }
}

function json(schema: object): object {
  return { 'application/json': { schema } }
}

const isObject = /^(filters by name|selection of rows|.* \(JSON object)/
const faultSchema = {
  type: 'object', required: ['code', 'reason'],
  properties: { code: { type: 'string' }, reason: { type: 'string' }, faults: { type: 'array' }, current: {} },
}
