import { expect, test } from 'vitest'
import { commandShapes } from '../../protocol/commands.ts'
import { commandTitles } from '../../protocol/resources/command.ts'

test('[DEV-5] whatever a phone is asked for has a title in 设备指令, but for what is seen in its chat', () => {
  const inChats: string[] = ['sendMessage', 'recallMessage']
  const listed = commandShapes.map(({ name }) => name).filter((name) => !inChats.includes(name))
  expect(Object.keys(commandTitles).toSorted()).toEqual(listed.toSorted())
})
