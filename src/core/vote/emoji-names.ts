/**
 * Slack's emoji that go by several names: people type one, and an event may bring another. The first is the one that
 * events bring (the short names of https://github.com/iamcal/emoji-data, which Slack's clients use). Flags are left out.
 */
const NAMES: readonly (readonly [string, ...string[]])[] = [
  ['+1', 'thumbsup'],
  ['-1', 'thumbsdown'],
  ['facepunch', 'punch'],
  ['hand', 'raised_hand'],
  ['middle_finger', 'reversed_hand_with_middle_finger_extended'],
  ['crossed_fingers', 'hand_with_index_and_middle_fingers_crossed'],
  ['the_horns', 'sign_of_the_horns'],
  ['boom', 'collision'],
  ['exclamation', 'heavy_exclamation_mark'],
  ['hankey', 'poop', 'shit'],
  ['laughing', 'satisfied'],
  ['star-struck', 'grinning_face_with_star_eyes'],
  ['exploding_head', 'shocked_face_with_exploding_head'],
  ['zany_face', 'grinning_face_with_one_large_and_one_small_eye'],
  ['face_with_raised_eyebrow', 'face_with_one_eyebrow_raised'],
  ['shushing_face', 'face_with_finger_covering_closed_lips'],
  ['face_with_symbols_on_mouth', 'serious_face_with_symbols_covering_mouth'],
  ['face_with_hand_over_mouth', 'smiling_face_with_smiling_eyes_and_hand_covering_mouth'],
  ['face_vomiting', 'face_with_open_mouth_vomiting'],
  ['memo', 'pencil'],
  ['book', 'open_book'],
  ['email', 'envelope'],
  ['phone', 'telephone'],
  ['hocho', 'knife'],
  ['boat', 'sailboat'],
  ['car', 'red_car'],
  ['runner', 'running'],
  ['feet', 'paw_prints'],
  ['bee', 'honeybee'],
  ['ladybug', 'lady_beetle'],
  ['dolphin', 'flipper'],
  ['fried_egg', 'cooking'],
  ['izakaya_lantern', 'lantern'],
  ['shirt', 'tshirt'],
  ['mans_shoe', 'shoe'],
  ['moon', 'waxing_gibbous_moon'],
  ['mostly_sunny', 'sun_small_cloud'],
  ['barely_sunny', 'sun_behind_cloud'],
  ['partly_sunny_rain', 'sun_behind_rain_cloud'],
  ['lightning', 'lightning_cloud'],
  ['tornado', 'tornado_cloud'],
];

const FIRST = new Map(NAMES.flatMap(([first, ...others]) => others.map((other) => [other, first] as const)));

/** The one name of an emoji that has several; any other name as it is. */
export const firstName = (name: string): string => FIRST.get(name) ?? name;
