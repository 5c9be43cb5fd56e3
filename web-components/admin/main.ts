import '../styles/tokens.css'
import { followTheme } from '../elements/theme.ts'
import './admin-app.ts'

followTheme()
