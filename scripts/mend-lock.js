// Run after `npm install`: adds the entries of other platforms' optional packages that npm left out of
// package-lock.json, without which `npm ci` refuses the lockfile ("Missing: … from lock file").
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const OS = ['android', 'darwin', 'linux', 'win32', 'freebsd', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix'];
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];
const GLIBC = ['gnu', 'gnueabihf'];
const MUSL = ['musl', 'musleabihf'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const { packages } = lock;
const added = [];

for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    packages[`node_modules/${name}`] = toEntry(name, version, entry.dev === true);
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length === 0 ? 'The lockfile is whole.\n' : `Added ${added.join(', ')}.\n`);

/** A package is found beside who asks for it, or in any folder above. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** Platform packages say their platform in their name; without integrity npm takes the registry's word. */
function toEntry(name, version, isDev) {
  const words = name.split('/').at(-1).split('-');
  const os = OS.find((word) => words.includes(word)) ?? (words.includes('windows') ? 'win32' : undefined);
  const cpu = CPU.find((word) => words.includes(word));
  if (os === undefined || cpu === undefined || !/^\d/.test(version))
    throw new Error(`can not tell the platform of ${name}@${version}`);
  const libc = words.some((word) => MUSL.includes(word))
    ? ['musl']
    : words.some((word) => GLIBC.includes(word))
      ? ['glibc']
      : undefined;
  return {
    version,
    cpu: [cpu],
    ...(isDev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc }),
    optional: true,
    os: [os],
  };
}
