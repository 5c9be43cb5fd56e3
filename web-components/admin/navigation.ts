import { foldedText } from '../../protocol/folded-text.ts'
import { type Admin, may } from '../data/admin.ts'
import { type Page, accessOf } from './page.ts'

/** The manual's order and words. A heading without pages isn't shown, a page that isn't named here comes last. */
const order: readonly (readonly [group: string, pages: readonly string[]])[] = [
  ['', ['首页']],
  ['微信号管理', ['微信列表', '好友查看', '聊天群查看', '聊天搜索', '会话监督', '分组管理']],
  ['工作手机', [
    '设备管理', '设备分组', '设备指令', '分配规则', '系统设置', '快捷回复', '下属快捷回复', '自动通过好友', '自动回复', '自动回复 Plus',
    '素材管理', '扩展字段', '发起通知',
  ]],
  ['用户管理', ['部门管理', '账户管理']],
  ['微信风控', ['敏感词设置', '敏感操作', '敏感通知', '重复好友统计', '重复群统计', '微信好友导出', '微信财务统计']],
  ['手机风控', ['通话录音', '短信敏感词', '手机短信', '敏感短信', '敏感通知', 'APP设置', '权限风控']],
  ['辅助营销', ['手机号加好友', '定时加好友', '定时发朋友圈']],
  ['系统', ['任务中心', '操作日志', '接口文档']],
]

export interface NavigationGroup { readonly title: string; readonly pages: readonly Page[] }

const found = import.meta.glob<{ default: Page }>('./pages/*/*.ts', { eager: true })
export const pages: readonly Page[] = Object.values(found).map((module) => module.default)

/** What this user may open, in order. */
export function navigationOf(admin: Pick<Admin, 'user'>, all = pages): NavigationGroup[] {
  const allowed = all.filter((page) => may(admin, accessOf(page)))
  const titles = [...new Set([...order.map(([title]) => title), ...allowed.map(({ group }) => group)])]
  return titles.map((title) => ({
    title,
    pages: allowed.filter(({ group }) => group === title).toSorted((a, b) => place(a) - place(b)),
  })).filter((group) => group.pages.length > 0)
}

export function pageAt(path: string, all = pages): Page | null {
  const own = path.replace(/^\/admin\/?/, '').replace(/\/$/, '')
  return all.find((page) => page.path === own) ?? null
}

/** By any part of what they are called or about; those called so come first. */
export function findPages(among: readonly Page[], text: string): Page[] {
  const wanted = foldedText(text.trim())
  const found = among
    .filter(({ title, group, words = '' }) => foldedText(`${title} ${group} ${words}`).includes(wanted))
  const isCalledSo = ({ title }: Page): boolean => foldedText(title).includes(wanted)
  return [...found.filter(isCalledSo), ...found.filter((page) => !isCalledSo(page))]
}

export function hrefOf({ path }: Pick<Page, 'path'>): string {
  return path === '' ? '/admin' : `/admin/${path}`
}

function place({ group, title }: Page): number {
  const index = order.find(([one]) => one === group)?.[1].indexOf(title) ?? -1
  return index === -1 ? Number.MAX_SAFE_INTEGER : index
}
