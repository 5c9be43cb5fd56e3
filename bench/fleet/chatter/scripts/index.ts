import type { Script, Trade } from '../script.ts'
import { beautyScripts } from './beauty.ts'
import { carsScripts } from './cars.ts'
import { homesScripts } from './homes.ts'
import { schoolScripts } from './school.ts'
import { shopScripts } from './shop.ts'
import { travelScripts } from './travel.ts'

export const tradeScripts: Record<Trade, readonly Script[]> = {
  shop: shopScripts, homes: homesScripts, school: schoolScripts, beauty: beautyScripts, cars: carsScripts,
  travel: travelScripts,
}
