// Short codes to Unicode, for the emoji people meet in a sales channel. Unknown codes stay words.

import { h } from "./dom.js";

const PAIRS = `
trophy 🏆 first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 medal 🏅
sports_medal 🏅 reminder_ribbon 🎗️ bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 tada 🎉
confetti_ball 🎊 balloon 🎈 gift 🎁 birthday 🎂 sparkles ✨ star ⭐ star2 🌟 dizzy 💫 fire 🔥
rocket 🚀 zap ⚡ boom 💥 100 💯 crown 👑 gem 💎 dart 🎯 checkered_flag 🏁
triangular_flag_on_post 🚩 chart 💹 chart_with_upwards_trend 📈
chart_with_downwards_trend 📉 bar_chart 📊 clipboard 📋 memo 📝 pencil 📝 pencil2 ✏️
page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 ledger 📒 notebook 📓 books 📚 book 📖
date 📅 calendar 📆 spiral_calendar_pad 🗓️ card_index 📇 file_folder 📁
open_file_folder 📂 package 📦 inbox_tray 📥 outbox_tray 📤 email 📧 envelope ✉️
incoming_envelope 📨 mailbox 📫 telephone_receiver 📞 phone ☎️ iphone 📱 computer 💻 tv 📺
moneybag 💰 money_with_wings 💸 dollar 💵 euro 💶 pound 💷 yen 💴 credit_card 💳 coin 🪙
bank 🏦 receipt 🧾 handshake 🤝 briefcase 💼 office 🏢 house 🏠 factory 🏭 earth_africa 🌍
earth_americas 🌎 earth_asia 🌏 globe_with_meridians 🌐 arrow_up ⬆️ arrow_down ⬇️
arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️
arrow_upper_left ↖️ arrow_lower_left ↙️ arrow_up_down ↕️ left_right_arrow ↔️
arrow_up_small 🔼 arrow_down_small 🔽 arrow_double_up ⏫ arrow_double_down ⏬
small_red_triangle 🔺 small_red_triangle_down 🔻 arrows_counterclockwise 🔄
arrows_clockwise 🔃 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ fast_forward ⏩
rewind ⏪ repeat 🔁 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️
x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖
heavy_multiplication_x ✖️ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑
question ❓ grey_question ❔ exclamation ❗ grey_exclamation ❕ bangbang ‼️
information_source ℹ️ bulb 💡 new 🆕 free 🆓 up 🆙 ok 🆗 sos 🆘 cool 🆒 top 🔝 soon 🔜 back 🔙
end 🔚 on 🔛 zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣
eight 8️⃣ nine 9️⃣ keycap_ten 🔟 hash #️⃣ red_circle 🔴 large_orange_circle 🟠
large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣
white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥
large_yellow_square 🟨 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛
white_small_square ▫️ black_small_square ▪️ small_blue_diamond 🔹
small_orange_diamond 🔸 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚
blue_heart 💙 purple_heart 💜 broken_heart 💔 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 clap 👏
raised_hands 🙌 pray 🙏 muscle 💪 wave 👋 ok_hand 👌 fist 👊 facepunch 👊 v ✌️
crossed_fingers 🤞 point_up ☝️ point_right 👉 point_left 👈 point_down 👇 point_up_2 👆
eyes 👀 brain 🧠 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️ smile 😄
smiley 😃 grinning 😀 grin 😁 joy 😂 rolling_on_the_floor_laughing 🤣 blush 😊
slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 heart_eyes 😍 star-struck 🤩
sunglasses 😎 nerd_face 🤓 partying_face 🥳 thinking_face 🤔 neutral_face 😐
expressionless 😑 no_mouth 😶 confused 😕 worried 😟 slightly_frowning_face 🙁
disappointed 😞 cry 😢 sob 😭 angry 😠 rage 😡 scream 😱 hushed 😮 open_mouth 😮 sleeping 😴
relieved 😌 pensive 😔 sweat_smile 😅 hugging_face 🤗 shushing_face 🤫
zipper_mouth_face 🤐 face_with_monocle 🧐 robot_face 🤖 ghost 👻 skull 💀 alien 👽
see_no_evil 🙈 lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 shield 🛡️
ballot_box_with_ballot 🗳️ mag 🔍 mag_right 🔎 link 🔗 paperclip 📎 pushpin 📌
round_pushpin 📍 scissors ✂️ gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️
microscope 🔬 scales ⚖️ balance_scale ⚖️ hourglass ⌛ hourglass_flowing_sand ⏳
stopwatch ⏱️ alarm_clock ⏰ timer_clock ⏲️ clock1 🕐 clock9 🕘 watch ⌚ sunrise 🌅
sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ snowflake ❄️ umbrella ☔ rainbow 🌈
ocean 🌊 seedling 🌱 herb 🌿 four_leaf_clover 🍀 deciduous_tree 🌳 cactus 🌵 tulip 🌷
sunflower 🌻 coffee ☕ tea 🍵 beer 🍺 beers 🍻 champagne 🍾 clinking_glasses 🥂 pizza 🍕
cake 🍰 cookie 🍪 apple 🍎 dog 🐶 cat 🐱 unicorn_face 🦄 tiger 🐯 lion_face 🦁 eagle 🦅 owl 🦉
turtle 🐢 rabbit2 🐇 racehorse 🐎 horse_racing 🏇 bicyclist 🚴 runner 🏃 running 🏃
mountain ⛰️ weight_lifter 🏋️ soccer ⚽ basketball 🏀 football 🏈 tennis 🎾 8ball 🎱
bowling 🎳 video_game 🎮 game_die 🎲 jigsaw 🧩 puzzle_piece 🧩 musical_note 🎵 guitar 🎸
art 🎨 clapper 🎬 camera 📷 airplane ✈️ car 🚗 bike 🚲 train 🚆 ship 🚢 anchor ⚓
tophat 🎩 whale 🐳 1234 🔢 shark 🦈 footprints 👣 mountain_snow 🏔️ raising_hand 🙋
wastebasket 🗑️ busts_in_silhouette 👥 bust_in_silhouette 👤 man-raising-hand 🙋‍♂️
woman-raising-hand 🙋‍♀️ raised_hand ✋ technologist 🧑‍💻 checkered_flag 🏁
waving_white_flag 🏳️ rainbow-flag 🏳️‍🌈 crossed_flags 🎌 nl 🇳🇱 us 🇺🇸 gb 🇬🇧 uk 🇬🇧 de 🇩🇪
fr 🇫🇷 es 🇪🇸 it 🇮🇹 jp 🇯🇵 kr 🇰🇷 cn 🇨🇳 ru 🇷🇺
`;

const words = PAIRS.trim().split(/\s+/);
const TABLE = new Map();
for (let i = 0; i < words.length; i += 2) TABLE.set(words[i], words[i + 1]);

export const QUICK = [
  "+1",
  "tada",
  "trophy",
  "clap",
  "fire",
  "heart",
  "eyes",
  "rocket",
  "100",
  "bell",
  "raised_hands",
  "white_check_mark",
];

const REGIONAL_A = 0x1f1e6;

/** The characters of a short code (without colons), or null for one the table does not know. */
export function unicode(name) {
  const known = TABLE.get(name);
  if (known) return known;
  const flag = /^flag-([a-z])([a-z])$/.exec(name);
  if (!flag) return null;
  return String.fromCodePoint(...[flag[1], flag[2]].map((c) => REGIONAL_A + c.charCodeAt(0) - 97));
}

/** An emoji as a picture with its name, or the code itself when it is unknown. */
export function emoji(code) {
  const name = code.replace(/::skin-tone-\d$/, "");
  const characters = unicode(name);
  if (!characters) return `:${code}:`;
  const label = name.replaceAll("_", " ");
  return h(
    "span",
    { class: "emoji", role: "img", "aria-label": label, title: `:${name}:` },
    characters,
  );
}

/** Characters given as hexadecimal code points joined by "-", as rich_text carries them. */
export function fromCodePoints(points) {
  const numbers = String(points)
    .split("-")
    .map((point) => Number.parseInt(point, 16));
  const valid = numbers.every((n) => Number.isInteger(n) && n > 0 && n <= 0x10ffff);
  return valid ? String.fromCodePoint(...numbers) : null;
}
