import { html } from 'lit'
import { deleteWords, setWordsEffect } from '../../../../protocol/bulk/sensitive-word.ts'
import type { SensitiveWordId } from '../../../../protocol/ids.ts'
import { limits } from '../../../../protocol/limits.ts'
import {
  changeSensitiveWord, createSensitiveWords, deleteSensitiveWord, trySensitiveWords,
} from '../../../../protocol/operations/sensitive-words.ts'
import type { RowOf } from '../../../../protocol/resource.ts'
import { sensitiveWords } from '../../../../protocol/resources/sensitive-word.ts'
import { type WordEffect, wordEffects } from '../../../../protocol/sensitive-kinds.ts'
import type { Admin } from '../../../data/admin.ts'
import { ask, bulk, create, edit, exportRows } from '../../actions.ts'
import type { Form, FormField } from '../../form.ts'
import { type Action, definePage } from '../../page.ts'
import '../../word-trial.ts'

type WordRow = RowOf<typeof sensitiveWords>

const effectField: FormField = {
  name: 'effect', title: '敏感类型', kind: 'choice', choices: wordEffects, required: true, wide: true,
  hint: '阻止并预警：客服端不能发送，手机端无法阻止；仅预警：可以发送。两种都会记录到敏感操作',
}
const wordField: FormField = { name: 'word', title: '敏感词', kind: 'text', required: true, wide: true }
const linesField: FormField = {
  name: 'words', title: '敏感词', kind: 'lines', required: true, wide: true,
  hint: `每行一个，一次最多 ${limits.sensitiveWordsAtOnceMax} 个`,
}

const trial: Action = {
  on: 'page', name: 'tryWords', title: '试一试', icon: 'search', permission: trySensitiveWords.permission,
  open: (admin) => ({
    kind: 'view', view: (close) => html`<ark-word-trial .admin=${admin} @closed=${close}></ark-word-trial>`,
  }),
}

export default definePage({
  path: 'sensitive-words', title: '敏感词设置', group: '微信风控', icon: 'shield', words: '关键词 违禁词 风控',
  resource: sensitiveWords, widths: { effect: 140 },
  actions: [
    exportRows, trial, create(createSensitiveWords, newWords, '新增敏感词'),
    edit<WordRow>(changeSensitiveWord, ({ id, word, effect, version }) => ({
      title: `编辑敏感词「${word}」`, fields: [wordField, effectField], values: { word, effect }, version, done: '已保存',
      faultFields: { nameTaken: 'word' }, read: (current) => ({ word: current['word'], effect: current['effect'] }),
      submit: (values, given) => given.admin.api.call(changeSensitiveWord, {
        word: id as SensitiveWordId, version: given.version, text: String(values['word']).trim(),
        effect: values['effect'] as WordEffect,
      }),
    })),
    ask<WordRow>(deleteSensitiveWord, { title: '删除', icon: 'trash', danger: true }, ({ id, word, version }) => ({
      title: `删除敏感词「${word}」？`, text: '从现在起不再检查它；已经记录的敏感操作会保留。', confirm: '删除', danger: true,
      done: '敏感词已删除',
      run: ({ api }) => api.call(deleteSensitiveWord, { word: id as SensitiveWordId, version }),
    })),
    bulk(setWordsEffect, { icon: 'shield', fields: [effectField], values: { effect: 'block' } }),
    bulk(deleteWords, { icon: 'trash', danger: true, text: '从现在起不再检查它们；已经记录的敏感操作会保留。' }),
  ],
  empty: { title: '还没有敏感词', about: '客服在客服端或手机上发出的话含有敏感词时，会被阻止或记录。' },
})

function newWords(): Form {
  return {
    title: '新增敏感词', fields: [linesField, effectField], values: { effect: 'block' },
    submit: async ({ words, effect }, { admin }) => {
      const answer = await admin.api.call(createSensitiveWords, {
        words: linesOf(words), effect: effect as WordEffect,
      })
      if (answer.ok) sayCreated(admin, answer.output)
      return answer
    },
  }
}

function sayCreated(admin: Admin, { created, known }: { created: number; known: readonly string[] }): void {
  const already = known.length === 0 ? '' : `，${known.length} 个已经有了`
  admin.say(`新增了 ${created} 个敏感词${already}`)
}

function linesOf(words: unknown): string[] {
  const lines = typeof words === 'string' ? words.split('\n').map((line) => line.trim()) : []
  return lines.filter((line) => line !== '')
}
