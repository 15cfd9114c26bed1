export function generate(): 'made' | 'fresh';
