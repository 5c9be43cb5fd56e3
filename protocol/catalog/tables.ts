import { bodyFields } from '../bodies.ts'
import { closeCodes } from '../close-codes.ts'
import { commandShapes } from '../commands.ts'
import { facts } from '../events/index.ts'
import { faultCodes } from '../fault-codes.ts'
import type { FieldSet } from '../fields.ts'
import { limits } from '../limits.ts'
import type { Shape } from '../message.ts'
import { refusalCodes } from '../refusal-codes.ts'
import { resultCodes } from '../result-codes.ts'
import { defaultSwitches, switchNames, switches } from '../switches.ts'
import { describeRecords, limitNames } from './catalog.ts'
import { wordsOf } from './describe.ts'
import { type FamilyName, families } from './golden-frame.ts'
import { limitsAbout } from './limits-about.ts'

/** The generated parts of PROTOCOL.md, by the name in their markers. */
export function newTables(): Record<string, string> {
  const names = Object.keys(families) as FamilyName[]
  const messages = names.map((name) => [name, shapeTable(families[name].shapes)])
  return {
    ...Object.fromEntries(messages) as Record<string, string>,
    commands: shapeTable(commandShapes),
    events: shapeTable(facts.shapes),
    bodies: table(['kind', 'keys'], Object.entries(bodyFields).map(
      ([type, keys]) => [code(type), fieldsOf(keys)],
    )),
    records: table(['map', 'keys (**required**)', 'limit'], describeRecords()),
    closeCodes: table(['code', 'name', 'come back', 'when'], Object.values(closeCodes).map(
      ({ code: number, name, comeBack, about }) => [String(number), code(name), comeBack, about],
    )),
    switches: table(['switch', 'on at first', 'title'], switchNames.map(
      (name) => [code(name), defaultSwitches.includes(name) ? 'yes' : 'no', switches[name].title],
    )),
    refusalCodes: aboutTable(refusalCodes),
    resultCodes: aboutTable(resultCodes),
    faultCodes: table(['status', 'code', 'meaning'], Object.entries(faultCodes).map(
      ([name, { status, about }]) => [String(status), code(name), about],
    )),
    limits: table(['limit', 'value', 'meaning'], limitNames.map(
      (name) => [code(name), limits[name].toLocaleString('en'), limitsAbout[name]],
    )),
  }
}

/** Replaces what lies between `<!-- table: name -->` and `<!-- end -->`. */
export function withTables(markdown: string, tables: Record<string, string>): string {
  return markdown.replace(/<!-- table: (\w+) -->\n[^]*?<!-- end -->/g, (_all, name: string) => {
    const found = tables[name]
    if (found === undefined) throw new Error(`PROTOCOL.md asks for a table that there is not: ${name}`)
    return `<!-- table: ${name} -->\n\n${found}\n<!-- end -->`
  })
}

function shapeTable(shapes: readonly Shape<string, FieldSet>[]): string {
  return table(['code', 'message', 'fields', 'about'], shapes.map(({ code: number, name, fields, about }) => [
    `0x${number.toString(16).padStart(2, '0')}`, code(name), fieldsOf(fields), about,
  ]))
}

function fieldsOf(fields: FieldSet): string {
  return Object.entries(fields).map(([name, field]) => `${name}: ${wordsOf(field)}`).join(' · ')
}

function aboutTable(abouts: Record<string, string>): string {
  return table(['code', 'meaning'], Object.entries(abouts).map(([name, about]) => [code(name), about]))
}

function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

function code(name: string): string {
  return `\`${name}\``
}
