import { watchForLeaks } from './leaks.ts'

watchForLeaks()
