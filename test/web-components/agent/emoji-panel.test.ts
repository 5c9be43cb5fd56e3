import { beforeEach, expect, test } from 'vitest'
import { ArkEmojiPanel } from '../../../web-components/agent/emoji-panel.ts'

beforeEach(() => {
  localStorage.clear()
  document.body.replaceChildren()
})

async function panel(): Promise<{ element: ArkEmojiPanel; codes: () => string[]; press: (code: string) => void }> {
  const element = new ArkEmojiPanel()
  document.body.append(element)
  await element.updateComplete
  const buttons = () => [...element.renderRoot.querySelectorAll('button')]
  return {
    element, codes: () => buttons().map(({ dataset }) => dataset['code'] ?? ''),
    press: (code) => buttons().find(({ dataset }) => dataset['code'] === code)?.click(),
  }
}

test('[SEAT-3] a face is given as its code, and those used last come first next time', async () => {
  const chosen: string[] = []
  const first = await panel()
  first.element.addEventListener('emoji-chosen', (event) => chosen.push((event as CustomEvent<string>).detail))
  first.press('玫瑰')
  first.press('强')
  first.press('玫瑰')
  expect(chosen).toEqual(['[玫瑰]', '[强]', '[玫瑰]'])
  first.element.remove()
  const next = await panel()
  expect(next.codes().slice(0, 3)).toEqual(['玫瑰', '强', '微笑'])
})
