import type { Action, Build, SetName, TimeOfDay, Wear, Weather } from './scene.ts';

/** The small vocabulary the animatic reads. What is not here is drawn as nothing, or as a plain labelled figure. */
const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const table = <T>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([value, words]) => list(words).map((word) => [word, value] as const)));

export const NOUNS: ReadonlyMap<string, Build> = table<Build>([
  [
    'adult',
    `man woman person lady gentleman guy stranger figure hero heroine detective inspector investigator cop officer
    policeman policewoman agent spy thief burglar killer murderer assassin soldier guard knight warrior samurai ninja
    king queen prince princess wizard witch priest nun monk doctor nurse scientist professor teacher student engineer
    astronaut pilot captain sailor pirate fisherman diver surfer swimmer hiker climber runner dancer ballerina singer
    musician guitarist pianist drummer actor actress model chef cook waiter waitress bartender barista driver cyclist
    biker cowboy sheriff farmer shepherd hunter mechanic worker builder miner fireman firefighter journalist reporter
    photographer painter artist writer lawyer judge clerk boss secretary bride groom mother father mom dad mum husband
    wife sister brother uncle aunt grandmother grandfather grandma grandpa widow neighbor neighbour friend lover couple
    twin crowd boxer wrestler player goalkeeper skater skier jogger commuter tourist passenger beggar gambler merchant
    courier messenger keeper ranger rider sergeant general ghost vampire zombie monster giant alien clown magician acrobat janitor
    librarian mayor walker sprinter`,
  ],
  ['child', 'child kid boy girl toddler son daughter teenager teen schoolboy schoolgirl orphan'],
  ['robot', 'robot android cyborg droid'],
  ['dog', 'dog puppy wolf fox cat kitten coyote hound'],
  ['horse', 'horse pony deer stag cow donkey camel'],
  ['car', 'car taxi cab sedan limousine coupe convertible'],
  ['van', 'van bus truck ambulance lorry pickup'],
  ['boat', 'boat ship rowboat canoe sailboat ferry raft'],
  [
    'object',
    `lighthouse statue tent suitcase piano throne machine crate chest fountain telescope monolith bicycle motorcycle
    bike tower windmill house cabin cottage castle temple rocket campfire bonfire balloon kite bench phone television`,
  ],
]);

export const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    men: 'man',
    women: 'woman',
    people: 'person',
    children: 'child',
    policemen: 'policeman',
    firemen: 'fireman',
    thieves: 'thief',
    wolves: 'wolf',
    wives: 'wife',
    ladies: 'lady',
    spies: 'spy',
    puppies: 'puppy',
    fishermen: 'fisherman',
  }),
);

export const WEARS: ReadonlyMap<string, readonly Wear[]> = new Map<string, readonly Wear[]>([
  ...list('detective inspector investigator spy agent gangster').map((word) => [word, ['hat', 'coat']] as const),
  ...list('cowboy sheriff farmer').map((word) => [word, ['hat']] as const),
  ...list('astronaut soldier knight pilot biker cyclist fireman firefighter diver miner').map(
    (word) => [word, ['helmet']] as const,
  ),
  ...list('woman girl lady mother wife sister daughter actress waitress heroine').map(
    (word) => [word, ['long-hair']] as const,
  ),
  ...list('queen princess bride witch ballerina widow').map((word) => [word, ['long-hair', 'skirt']] as const),
  ...list('priest monk nun wizard king samurai ghost vampire').map((word) => [word, ['coat']] as const),
]);

export const ACTIONS: ReadonlyMap<string, Action> = table<Action>([
  [
    'walk',
    `walk walks walking walked stroll strolls strolling follow follows following enter enters entering cross crosses
    crossing climb climbs climbing wander wanders wandering approach approaches approaching pace paces pacing march
    marches marching step steps stepping descend descends descending ascend ascends ascending drift drifts drifting
    sail sails sailing drive drives driving ride rides riding hike hikes hiking stumble stumbles leave leaves leaving
    stride strides striding sneak sneaks sneaking creep creeps creeping roll rolls rolling carry carries carrying`,
  ],
  [
    'run',
    `run runs running ran sprint sprints sprinting chase chases chasing flee flees fleeing race races racing dash
    dashes dashing gallop gallops galloping rush rushes rushing escape escapes escaping jog jogs jogging`,
  ],
  ['sit', 'sit sits sitting sat seated rest rests resting crouch crouches drink drinks drinking'],
  [
    'stand',
    'stand stands standing wait waits waiting look looks looking watch watches stare stares staring lean leans leaning',
  ],
]);

/** What somebody does by their name alone, where no verb says it. */
export const DOERS: ReadonlyMap<string, Action> = table<Action>([
  ['run', 'runner sprinter jogger'],
  ['walk', 'walker hiker rider cyclist biker skater skier commuter'],
]);

/** Two sets in one brief: the higher weight wins, then the earlier word. */
export const SETS: readonly (readonly [SetName, number, string])[] = [
  ['stairs', 4, 'stairs stair staircase stairwell stairway steps escalator'],
  ['corridor', 4, 'corridor hallway hall tunnel passage spaceship spacecraft subway metro hospital prison sewer'],
  ['rooftop', 4, 'rooftop roof rooftops terrace'],
  ['bar', 3, 'bar pub saloon diner cafe café restaurant nightclub club tavern'],
  [
    'room',
    3,
    `room kitchen bedroom bathroom office apartment flat house library studio lounge attic basement cabin
    classroom laboratory lab warehouse garage church ballroom gallery museum theatre theater shop store kitchenette loft`,
  ],
  [
    'sea',
    3,
    'sea ocean beach shore pier harbor harbour dock coast lake river waves island boat ship lighthouse sail sails',
  ],
  ['forest', 3, 'forest woods wood jungle trees woodland grove'],
  ['desert', 3, 'desert dunes dune sand wasteland mars canyon planet moonscape'],
  ['mountain', 3, 'mountain mountains snowfield glacier peak ridge cliff alps summit tundra'],
  [
    'street',
    3,
    `street alley city town downtown sidewalk pavement avenue square market crosswalk plaza intersection lane neon
    skyscraper skyscrapers tokyo london paris york berlin boulevard`,
  ],
  ['road', 2, 'road highway freeway motorway roadside car truck taxi drive drives driving route bus van'],
  ['room', 1, 'interior int indoors inside table door desk sofa couch bed bookshelf fireplace armchair'],
  ['field', 1, 'exterior ext outdoors outside'],
  ['field', 2, 'field meadow prairie farm garden park hill hills countryside grass lawn village valley'],
];

export const TIMES: ReadonlyMap<string, TimeOfDay> = table<TimeOfDay>([
  ['night', 'night nighttime midnight moonlight moonlit neon nocturnal starlight starry'],
  ['dusk', 'dusk sunset twilight evening golden magic nightfall sundown'],
  ['dawn', 'dawn sunrise daybreak morning'],
  ['day', 'day daylight noon midday afternoon sunny sunlight sunlit overcast'],
]);

export const WEATHERS: ReadonlyMap<string, Weather> = table<Weather>([
  ['rain', 'rain rainy raining rainstorm storm stormy downpour drizzle rain-soaked monsoon wet'],
  ['snow', 'snow snowy snowing blizzard snowstorm snowfall'],
  ['fog', 'fog foggy mist misty haze hazy smoke smoky dusty'],
]);

export const DETERMINERS: ReadonlySet<string> = new Set(
  list('a an the this that his her their our my its another one two three four five some several many each every'),
);
export const COUNTS: ReadonlyMap<string, number> = new Map(
  Object.entries({ two: 2, three: 3, four: 4, five: 4, several: 3, many: 4, '2': 2, '3': 3, '4': 4, some: 2 }),
);
/** Before a capital letter these make it a place, not a person. */
export const BEFORE_PLACES: ReadonlySet<string> = new Set(
  list('in at of to from near into through over across around outside on via towards toward like the a an'),
);
