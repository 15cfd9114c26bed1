/**
 * What the server tells the page. Cards are the core's own (`core/card/card.ts`), with dates as ISO strings.
 *
 * @typedef {string | {bold: string, to?: {message: string, thread: string | null}} | {code: string} | {person: string} | {at: string}} Span
 * @typedef {readonly Span[]} Line
 *
 * @typedef {{kind: 'line', line: Line, quiet?: true}
 *   | {kind: 'fields', fields: readonly {label: string, value: Line}[]}
 *   | {kind: 'table', columns: readonly string[], rows: readonly (readonly string[])[], caption: string}
 *   | {kind: 'image', media: string, alt: string, wide?: true}
 *   | {kind: 'progress', value: number | null, label: string}
 *   | {kind: 'folded', label: string, text: string}
 *   | {kind: 'meter', label: string, spent: number, held: number, cap: number}} Block
 *
 * @typedef {{verb: string, target: string, argument: string | null, label: string, style: 'plain' | 'primary' | 'danger'}} CardButton
 * @typedef {{tone: 'plain' | 'running' | 'good' | 'bad' | 'warning', title: Line | null, body: readonly Block[], buttons: readonly CardButton[], text: string}} Card
 * @typedef {{takeId: string, requester: string, fileName: string, media: string, poster: string | null, bytes: number, seconds: number, width: number, height: number, altText: string, card: Card}} Clip
 *
 * @typedef {{emoji: string, people: readonly string[]}} Chip
 * @typedef {object} Message
 * @property {string} id
 * @property {string} channel
 * @property {string | null} thread
 * @property {string} author
 * @property {'text' | 'card' | 'clip' | 'shot' | 'private'} kind
 * @property {string} text
 * @property {Card | null} card
 * @property {Clip | null} clip
 * @property {string} rev
 * @property {string} at
 * @property {string | null} editedAt
 * @property {readonly Chip[]} reactions
 * @property {{count: number, lastAt: string} | null} replies
 *
 * @typedef {{id: string, name: string, role: string, kind: 'member' | 'guest' | 'bot' | 'external', isAdmin: boolean}} Person
 * @typedef {{id: string, name: string}} Channel
 * @typedef {{label: string, spentMicros: string, heldMicros: string, capMicros: string, period: string}} Budget
 * @typedef {{at: string, shot: string, take: number, who: string, brief: string | null, model: string, status: string, cost: {micros: string, isHeld: boolean} | null, decision: string, votes: readonly {person: string, vote: string, counted: boolean}[], sha256: string | null}} LogRow
 * @typedef {{templates: readonly {name: string, title: string}[], models: readonly {id: string, title: string, priceText: string}[]}} Catalog
 *
 * What the page keeps.
 *
 * @typedef {{text: string, nonce: string, problem: string | null, isSending: boolean, pick: number}} Draft
 * @typedef {{kind: 'request', title: string, thread: string | null, parentTake: string | null, text: string, problem: string | null, isSending: boolean, nonce: string}
 *   | {kind: 'reason', message: string, take: string, problem: string | null, isSending: boolean, nonce: string}
 *   | {kind: 'channel', problem: string | null, isSending: boolean}} Dialog
 * @typedef {{query: string, rows: readonly LogRow[] | null}} LogState
 *
 * @typedef {object} State
 * @property {'starting' | 'ready' | 'refused'} phase
 * @property {'connecting' | 'open' | 'lost'} connection
 * @property {readonly Person[]} people
 * @property {string} me
 * @property {readonly Channel[]} channels
 * @property {string} channel
 * @property {string | null} thread
 * @property {Map<string, Message>} messages
 * @property {Map<string, {hasEarlier: boolean}>} loadedChannels
 * @property {Set<string>} watched channels and threads whose events are kept: from before they are read, so that nothing falls between
 * @property {Set<string>} loadedThreads
 * @property {Map<string, Set<string>>} unread ids of the messages that came while another channel was shown
 * @property {number} since the revision from which on something is new
 * @property {Map<string, Budget | null>} budgets null: not for this person
 * @property {Catalog} catalog
 * @property {Map<string, Draft>} drafts
 * @property {Map<string, string>} sent What was last said in each composer: the arrow up brings it back.
 * @property {LogState | null} log
 * @property {Dialog | null} dialog
 * @property {boolean} isDrawerOpen
 * @property {string | null} openMenu
 * @property {Set<string>} expanded
 * @property {Set<string>} busy
 * @property {string | null} notice
 * @property {string} announcement
 * @property {{thread: string, message: string, isShown: boolean} | null} found the message that a name led to: marked, and brought into view once
 * @property {{on: string, at: number} | null} focus what is to be focused as soon as it is drawn
 * @property {boolean} isAwaiting a take was asked for in this page, and its thread is not seen yet
 */
export {};
