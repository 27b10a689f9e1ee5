/**
 * Drafts to start from, all about the invented city of Maple Bend.
 * @typedef {{title: string, text: string, profile: Profile, role: Role, bio?: string, links?: string[],
 *   platform?: string, action?: Action}} Example
 * @type {Example[]}
 */
export const EXAMPLES = [
  {
    title: "Out of closed session",
    text: "Just out of closed session, we are selling the fairgrounds land 😡 More soon.",
    profile: "personal",
    role: "elected",
    bio: "Councillor for Ward 3. Views my own.",
  },
  {
    title: "A resident's details",
    text: "Thanks for the call! Mrs. Pell's number is 555-867-5309, please ring her about the permit.",
    profile: "official",
    role: "staff",
    action: "reply",
  },
  {
    title: "Heard in an emergency",
    text: "Hearing that the Mill Street bridge may have collapsed. Can't confirm yet but stay away!",
    profile: "official",
    role: "staff",
  },
  {
    title: "Views my own",
    text: "Lovely morning at the farmers' market.",
    profile: "personal",
    role: "elected",
    bio: "Councillor, City of Maple Bend. All views my own. maplebend.gov",
    links: ["https://maplebend.gov"],
  },
  {
    title: "Vote for…",
    text: "Great turnout at the rally. Vote for Dana Whitlock on October 26 and chip in today!",
    profile: "official",
    role: "staff",
  },
  {
    title: "Nothing to note",
    text: "Water main work on Alder Crescent starts Monday at 8 a.m. and ends by 4 p.m. Details: https://maplebend.gov/water",
    profile: "official",
    role: "staff",
  },
];
