import { html } from 'lit'
import { icon } from '../../../elements/icon.ts'
import { hrefOf, navigationOf } from '../../navigation.ts'
import { defineView } from '../../page.ts'

export default defineView({
  path: '', title: '首页', group: '', icon: 'home', permission: 'signedIn',
  view: (admin) => html`<section class="home"><h1>${admin.user.realName}，你好</h1>
    <p class="about">${admin.user.department}，这里是方舟管理后台。</p>
    ${navigationOf(admin).filter(({ title }) => title !== '').map(({ title, pages }) => html`<h2>${title}</h2>
      <ul class="home-links">${pages.map((page) => html`<li><a href=${hrefOf(page)}>${icon(page.icon)}
        <b>${page.title}</b></a></li>`)}</ul>`)}
  </section>`,
})
