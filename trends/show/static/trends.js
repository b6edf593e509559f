// Puts right what Datasette's pages leave out: the language, labels for the filters, no empty choice.
document.documentElement.lang = 'en-GB'
document.addEventListener('DOMContentLoaded', () => {
  document.querySelector('section.content')?.setAttribute('role', 'main')
  // A card is wider than a phone: it can be moved sideways, also with the keyboard.
  document.querySelectorAll('.dashboard-card').forEach((card) => {
    card.tabIndex = 0
    card.setAttribute('role', 'group')
    card.setAttribute('aria-label', card.querySelector('.dashboard-card-title a')?.textContent.trim() ?? 'How to read this')
  })
  document.querySelectorAll('.dashboard-filters fieldset').forEach((box) => {
    const select = box.querySelector('select')
    if (!select) return
    select.setAttribute('aria-label', box.querySelector('legend').textContent)
    const empty = select.querySelector('option[value=""]')
    if (empty && !empty.selected) empty.remove()
  })
})
