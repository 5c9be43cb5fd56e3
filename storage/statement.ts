import assert from 'node:assert/strict'

/** SQL that is prepared once per connection under its name. */
export interface Statement { readonly name: string, readonly text: string }

/** Makes a statement: `const insertMessages = statement('insert_messages', 'insert into …')`. */
export function statement(name: string, text: string): Statement {
  assert(/^[a-z][a-z0-9_]*$/.test(name) && name.length <= nameCharsMax, `not a name of a statement: ${name}`)
  assert(texts.get(name) === undefined || texts.get(name) === text, `two statements are named ${name}`)
  texts.set(name, text)
  return Object.freeze({ name, text })
}

const texts = new Map<string, string>()
/** PostgreSQL cuts names at 63 bytes, and the embedded database's gate adds a prefix. */
const nameCharsMax = 48
