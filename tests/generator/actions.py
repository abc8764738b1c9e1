"""What a report asks for: recommendations, the progress made on earlier ones, and practice examples."""

from __future__ import annotations

FOR_SERVICE = (
    "make sure that checks with the police and children's services are complete before a {plan} is agreed",
    "give {managers} the time and the tools to look at the quality of work to keep other people safe",
    "set out who is responsible for each part of a plan to manage risk of harm, and review it when things change",
    "bring the number of cases held by each member of staff within the agreed limit",
    "use the views of {people} when services are planned, bought and reviewed",
    "provide training on domestic abuse, stalking and coercive control to everyone who holds cases",
    "increase the use of services for housing, debt and employment, and keep a record of who completes them",
    "ensure that home visits take place wherever they would help to keep people safe",
    "see that every new member of staff has a mentor and a protected caseload in the first six months",
    "improve the recording of contact with victims, and act on what they say",
    "offer appointments outside working hours in each of its offices, including {town}",
    "examine differences in outcomes between groups of {people} and act on what is found",
)
FOR_REGION = (
    "recruit to the vacant posts for qualified staff, starting with the offices where caseloads are highest",
    "share what has been learned in one part of the region with the others, and check that it has been used",
    "review the contracts for personal wellbeing and women's services before they are renewed",
    "see that performance reports say as much about quality as about speed",
    "reduce the 10- to 12-week wait for places on accredited programmes",
)
FOR_HMPPS = (
    "shorten the time taken to vet new staff, in particular those who move between regions",
    "agree a national approach to sharing information with the police, and support local teams in using it",
    "replace the telephone system in the offices that have reported repeated failures",
    "make workload figures available to local managers each week",
    "publish guidance on the use of GPS tagging for people released from short sentences",
)
FOR_MINISTRY = (
    "work with other departments to provide housing for people who leave custody with nowhere to live",
    "settle the future funding of women's centres beyond the present year",
)
FOR_COUNCILS = (
    "name a senior officer who will attend the local reducing reoffending board",
    "reply to requests for child safeguarding information within five working days",
)
FOR_CHIEF = (
    "issue a clear instruction on the frequency of contact for people assessed as a high risk of harm",
    "ask each region to report on the use of overtime to clear unfinished assessments",
)
FOR_BOARD = (
    "the roles of senior practitioners and middle managers are described, and explained to all staff",
    "every case has its risk of harm assessed at the start and again at the prescribed intervals",
    "lessons from serious further offences are collected and passed on to staff in each unit",
    "the plan to reduce sickness absence is carried through and its results are reported quarterly",
    "the needs of victims are taken into account in the supervision of all {people}",
    "a workforce plan for the next three years is drawn up and agreed with the staff side",
    "sentencers are told regularly what has become of the {people} they have sentenced",
    "literacy and numeracy are assessed in all relevant cases, and places are found for those who need them",
    "objectives in supervision plans are specific, and progress towards them is reviewed",
    "results are used at all levels to decide which interventions should be kept",
)
FOR_BOARD_THEME = (
    "trains all {practitioners} in the assessment of perpetrators of domestic violence",
    "agrees with the police how reports of call-outs reach {practitioners} on the same day",
    "monitors the results of its work with perpetrators and their partners",
)
EARLIER = (
    "Give every member of staff regular supervision that looks at the quality of their work.",
    "Improve the planning of work to keep actual and potential victims safe.",
    "Ensure that people leaving custody are seen in the prison before their release.",
    "Make better use of services provided by partners, in particular for housing and debt.",
    "Review caseloads and share them out more evenly between teams.",
    "Provide training on child safeguarding to all staff who meet families.",
    "Reduce the number of unpaid work sessions that are cancelled.",
    "Increase the number of people who start an accredited programme within eight weeks.",
    "Improve the exchange of information with domestic abuse units in all relevant cases.",
    "Ask people on probation for their views and show what has been done with them.",
    "Make sure that reviews are completed after every significant change.",
)
PROGRESS = (
    "We read a sample of cases with this in mind and found that {frac} met the standard that had been set.",
    "A lead manager was named in {month}, and a plan with six actions had been agreed; two were complete.",
    "Staff told us that they were aware of the recommendation, although few could say what had changed because of it.",
    "According to data supplied by {service}, {pct} of eligible staff had finished the training.",
    "The arrangement with {charity} had been extended, and waiting times had fallen to {count} weeks.",
    "In our survey, {pctgood} of respondents said that matters had improved; in the last inspection it was {pctlow}.",
    "Work had stopped during the closure of the {town} office, and had not been taken up again.",
    "A new form had been introduced. It was clear and short, but was found in only {frac} of the cases we read.",
    "Partners confirmed that meetings took place every month and that the right people came to them.",
)
GOOD_PRACTICE = (
    "{case} was on a community order after an offence against a former partner. Before the first interview "
    "{practitioner} had spoken to the police and to the women's service in {town}, and so knew which dates would be "
    "hard for {him}. {He} took part in writing the plan, chose two goals and was told plainly how risk would be "
    "managed. When {his} address changed, the plan was looked at again within three days.",
    "{case} had left custody with nowhere to live. A housing worker from {charity} met {him} on the day, a room was "
    "found in {town} and the rent deposit was arranged by the end of the week. {practitioner} kept in touch by "
    "telephone each morning until {he} had settled. Six months later {he} was still in the same room and had found "
    "part-time work.",
    "{practitioner} noticed that {case} seldom answered letters and asked, without fuss, whether reading was a "
    "difficulty. It was. From then on appointments were made by voice message, and {case} joined a small class at the "
    "library. {His} attendance rose from {pctlow} to {pctgood}, and {he} began to talk about the offence.",
)
POOR_PRACTICE = (
    "{case} was assessed as a low risk of harm on the strength of what {he} said about {himself}. No check was made "
    "with the police until the tenth week, although {his} last conviction was for an assault at home. By that time "
    "{he} had moved in with a new partner and her two children. The plan was not changed, and children's services "
    "were not told.",
    "Four members of staff had charge of the work with {case} in eight months. Each began again from the beginning, "
    "and none of them completed the course on managing anger that the court had ordered. {case} said that {he} had "
    "stopped expecting anything. The plan was last updated in {month}, and it still named the first of the four.",
    "Concerns about {case} were raised by a neighbour and recorded by a duty officer. Nobody read the entry until our "
    "inspector pointed it out five weeks later. Contact was by telephone only, at {his} request, and no home visit "
    "had been made since {month}.",
)
