/**
 * The form and the command are one text: what is filled in becomes options, and a command's text fills the form.
 * The server reads the text for real; here it is only taken apart far enough to be edited.
 *
 * @typedef {{scene: string, template: string, model: string, seconds: string, ratio: string, takes: string, slots: Record<string, string>, more: string}} RequestForm
 */

export const SLOTS = /** @type {const} */ ([
  ['subject', 'Who or what we look at'],
  ['action', 'What happens'],
  ['environment', 'Where and when'],
  ['lighting', 'golden hour, neon, overcast'],
  ['camera', 'slow dolly in, handheld, crane'],
  ['style', 'noir, claymation, 16 mm'],
  ['dialogue', 'What is said'],
  ['text', 'Words in the picture'],
  ['audio', 'What is heard'],
  ['constraints', 'What must not be seen'],
  ['beats', '0–2 s: …, 2–5 s: …'],
]);

export const RATIOS = /** @type {const} */ (['16:9', '9:16', '1:1', '4:3', '4:5', '1.85', '2.39']);

const SLOT_NAMES = new Set(SLOTS.map(([name]) => /** @type {string} */ (name)));
const FIELDS = new Set(['template', 'model', 'seconds', 'ratio', 'takes']);
const FLAGS = new Set(['draft', 'final']);

/** @returns {RequestForm} */
const emptyForm = () => ({
  scene: '',
  template: '',
  model: '',
  seconds: '',
  ratio: '',
  takes: '',
  slots: {},
  more: '',
});

/**
 * @param {string} text
 * @returns {RequestForm}
 */
export function toForm(text) {
  const form = emptyForm();
  /** @type {string[]} */
  const scene = [];
  /** @type {string[]} */
  const more = [];
  const words = toWords(text);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const option = word.isQuoted ? null : /^(?:--|[—–])([a-z]+)(?:=(.*))?$/i.exec(word.text);
    const name = option?.[1]?.toLowerCase();
    if (name === undefined) {
      scene.push(word.text);
      continue;
    }
    if (FLAGS.has(name)) {
      more.push(`--${name}`);
      continue;
    }
    const attached = option?.[2];
    if (attached === undefined) at += 1;
    const value = attached ?? words[at]?.text ?? '';
    if (SLOT_NAMES.has(name)) form.slots[name] = value;
    else if (FIELDS.has(name)) Object.assign(form, { [name]: value });
    else more.push(`--${name} ${value.includes(' ') ? toQuoted(value) : value}`);
  }
  return { ...form, scene: scene.join(' '), more: more.join(' ') };
}

/** @param {RequestForm} form */
export function toCommand(form) {
  const { scene, template, model, seconds, ratio, takes, slots, more } = form;
  const parts = [
    scene.trim() === '' ? '' : toQuoted(scene.trim()),
    toOption('template', template, toWord),
    toOption('model', model, toWord),
    toOption('seconds', seconds, toWord),
    toOption('ratio', ratio, toWord),
    toOption('takes', takes, toWord),
    ...SLOTS.map(([name]) => toOption(name, slots[name] ?? '', toQuoted)),
    more.trim(),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** @param {string} name @param {string} value @param {(value: string) => string} write */
const toOption = (name, value, write) => (value.trim() === '' ? '' : `--${name} ${write(value.trim())}`);

/** @param {string} text */
const toQuoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** @param {string} text */
const toWord = (text) => (/^[\p{L}\p{N}][\p{L}\p{N}_.,:/-]*$/u.test(text) ? text : toQuoted(text));

/**
 * Words, and quoted texts without their quotes. A straight quote ends at the next straight one, a curly one at any.
 *
 * @param {string} text
 */
function toWords(text) {
  return [...text.matchAll(WORD)].map(({ groups = {} }) => {
    const { name = '', straight, curly, plain = '' } = groups;
    const quoted = straight ?? curly;
    if (quoted === undefined) return { text: plain, isQuoted: false };
    return { text: name + quoted.replace(/\\(["“”„‟'\\])/g, '$1'), isQuoted: name === '' };
  });
}

const WORD =
  /(?<name>(?:--|[—–])[a-z]+=)?(?:"(?<straight>(?:\\.|[^"\\])*)"|["“”„‟](?<curly>(?:\\.|[^"“”„‟\\])*)["“”„‟])(?=\s|$)|(?<plain>\S+)/giu;
