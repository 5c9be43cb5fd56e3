import { operations } from '../../protocol/operations/index.ts'
import type { AnyOperation } from '../../protocol/operation.ts'

/** The operations for people to read: one static page without scripts, made of the same definitions. */
export function apiPage(): string {
  const all = Object.values<AnyOperation>(operations).toSorted((one, other) => one.name.localeCompare(other.name))
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>方舟 Ark Hub API</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>${style}</style>
<main><h1>方舟 Ark Hub API</h1>
<p>POST /api/&lt;name&gt;, JSON. <a href="/api/openapi.json">openapi.json</a></p>
<nav>${all.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')}</nav>
${all.map(section).join('\n')}</main></html>`
}

function section({ name, about, permission, effect, input }: AnyOperation): string {
  const rows = Object.entries(input).map(([field, { type, optional }]) => {
    return `<tr><td><code>${escape(field)}</code>${optional ? '' : ' *'}</td><td>${escape(type)}</td></tr>`
  })
  return `<section id="${name}"><h2>${name}</h2><p>${escape(about)}</p>
<p><small>permission: <code>${permission}</code> · ${effect}</small></p><table>${rows.join('')}</table></section>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

const style = `main{max-width:60rem;margin:2rem auto;padding:0 1rem;font:15px/1.5 system-ui}nav a{margin-right:.5rem}
td{border-top:1px solid #8884;padding:.2rem .6rem;vertical-align:top}td+td{overflow-wrap:anywhere}h2{margin:2rem 0 0}`
