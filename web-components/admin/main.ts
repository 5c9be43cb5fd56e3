import '../elements/vaadin.ts'
import '../styles/lumo.css'
import '../styles/tokens.css'
import '../styles/admin.css'
import '../styles/admin-list.css'
import '../styles/admin-states.css'
import '../styles/admin-dialogs.css'
import '../styles/admin-forms.css'
import '../styles/admin-places.css'
import { followTheme } from '../elements/theme.ts'
import './admin-app.ts'

followTheme()
