import '../styles/tokens.css'
import { followTheme } from '../elements/theme.ts'
import './agent-app.ts'

followTheme()
