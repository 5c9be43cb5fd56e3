import { RE2JS } from 're2js'
import { tryMasking as operation } from '../../../protocol/operations/device-setup.ts'
import { compilePattern } from '../../masking/compile-pattern.ts'
import { Mask } from '../../masking/mask.ts'
import { defineHandler } from '../define-handler.ts'
import { refuseField } from '../refusal.ts'

export const tryMasking = defineHandler(operation, async ({ pattern, text }) => {
  const compiled = compilePattern(pattern)
  if (!(compiled instanceof RE2JS)) return refuseField('pattern', compiled.reason)
  return { masked: Mask.of(pattern)?.text(text) ?? text }
})
