"""Sentences of running prose: forewords, introductions to a standard, what lies behind a score."""

from __future__ import annotations

FOREWORD = (
    "This report tells of a service with sound foundations and a good deal still to build on them.",
    "Our inspectors met people who cared about their work and who wanted to do it better.",
    "In {place} the distance between intention and practice was shorter than we have seen elsewhere.",
    "What struck us most was how unevenly good work was spread: strong in one team, faint in the next.",
    "The past two years have not been easy. A change of buildings and the loss of experienced staff left their mark.",
    "We found that work to engage {people} was careful, and that work to keep others safe was less so.",
    "In {frac} cases the first steps were taken promptly, and that set the tone for what followed.",
    "Leaders have accepted our findings and have begun to act on them.",
    "Courts trust the advice that they are given, and told us so without being asked.",
    "The number of cases that each member of staff carries remains the greatest obstacle.",
    "Public protection cannot wait for a full complement of staff, and I urge all concerned to treat it as pressing.",
    "I hope that the recommendations in this report will help {name} to make the most of its strengths.",
    "There is no single remedy, but clearer oversight of everyday work would take {service} a long way.",
)

INTRODUCTIONS = (
    "In coming to this judgement we weighed what leaders told us against what we read in the case records.",
    "We spoke to {many} members of staff, and their accounts agreed with one another to a striking degree.",
    "The picture was mixed. Some teams did well and others had drifted.",
    "We looked at documents, held {count} meetings and asked partners for their opinion.",
    "Progress since the last visit has been real, if slower than {service} had hoped.",
    "Arrangements on paper were good; the test was whether they reached the people who needed them.",
    "Our survey of staff was answered by {many} people, of whom {pct} agreed that quality came first.",
)

DETAIL = (
    "Responsibility for this lay with one manager, who had set up a small group to keep it moving.",
    "Minutes of the monthly meeting showed that hard questions were asked and that most were answered.",
    "In {town}, staff had found a way round the problem by sharing a duty rota with the neighbouring team.",
    "{share} of the {practitioners} we interviewed said that they had enough time to prepare for interviews.",
    'Of those who answered our survey, {pctlow} said "most of the time" and {pctlow} said "not that often".',
    "The average caseload was {many}, which is higher than we should like but lower than in similar services.",
    "One partner described the change as “night and day”, and we heard much the same from others.",
    "There were, however, gaps. The contract with {charity} had ended in {month}, and nothing had taken its place.",
    "According to figures supplied by {service}, {frac} referrals led to a first appointment within ten days.",
    "Staff who work with the most serious cases had smaller caseloads, and they used the time well.",
    "Guidance had been rewritten in {month}. It was shorter than before, and was consulted more often.",
    "We saw good use of group supervision, in which {practitioners} compared how they had handled similar cases.",
    "The budget for travel had been cut in {month}, and visits to outlying villages had become fewer.",
    "A rota for the duty desk had been drawn up by the staff themselves, and it held.",
    "Sentencers told us that they seldom heard what became of the people they had sentenced.",
    "There is a standing invitation to the monthly meeting of the safeguarding board, and it is taken up.",
    "Induction lasts four weeks. Those who had been through it said that the second pair of weeks was the better.",
    "The most recent audit had looked at {many} records and found that {pctgood} of them were in good order.",
    "In {town} the team had halved the backlog by setting aside Thursday mornings for it.",
    "Cover for long absences was arranged from week to week, which wore down those who provided it.",
    "New contracts with {charity} and {charity} were to begin in {month}, and staff were looking forward to them.",
    "A small fund for emergencies paid for bus fares, work boots and, on one occasion, a birth certificate.",
    "We saw no sign that complaints were counted, although each had been answered with courtesy.",
    "A review of lone working was under way, prompted by two incidents at the {town} office.",
)

CASEWORK = (
    "Cases did best where one {practitioner_} stayed in charge from start to finish.",
    "In {frac} relevant cases, information from other agencies had been sought and had changed what was done.",
    "The weakest work concerned people who were assessed as a medium risk of harm, where attention seemed to fade.",
    "Sessions were held on time, but their content was hard to make out from the record.",
    "{people} were asked about their goals in {pct} of cases, and their answers could be traced in the plan.",
    "There was too little curiosity about new partners, new addresses and unexplained money.",
    "Where drug use was linked to offending, referrals were made quickly and followed up well.",
    "Changes of {practitioner_} were frequent; {few} of the cases we read had passed through three or more hands.",
    "Good work was seldom luck: it followed from clear plans that were looked at again when things changed.",
    "First interviews were unhurried, and what was learned in them found its way into the record within days.",
    "In {fraclow} relevant cases nobody had asked who else was living at the address.",
    "The order of the work made sense: help with housing came first, and courses followed once life was steadier.",
    "A recent change of tenancy was known to the housing officer but not to {practitioner}.",
    "Licence conditions were explained with care, and {people} could repeat them in their own words.",
    "Where a risk to children had been named, the plan said who would visit and how often in {pct} of cases.",
    "Work on attitudes was begun and then set aside when something more urgent came up.",
    "We read {few} cases in which the next step depended on a letter that had never been sent.",
    "Breaches were dealt with promptly, although the reasons behind a missed appointment were seldom explored.",
    "Letters of praise were rare but treasured; one man had kept his in a drawer for a year.",
    "Supervision in groups suited those who had been through prison together, and less so the others.",
    "Health needs were noted at the start and then lost sight of in {share} of the cases where they mattered.",
    "Families were a source of strength in {fracgood} cases, and were brought in where they wished to be.",
    "Copying from one form to the next had left the wrong name in {few} of the records that we read.",
    "The link between drinking and offending was well understood, and work on it was frank and kind.",
    "It was often unclear what an appointment was for, beyond the fact that it had been kept.",
    "Information from the prison arrived late, and in {fraclow} cases it came after the person had been released.",
    "Inspectors disagreed with the level of risk that had been recorded in {count} cases.",
    "The needs of victims were taken into account in {share} of the cases where they should have been.",
)

QUOTED_LABEL = (
    "The lowest of these scores sets the rating, and {service} has been rated as “{label}” for this standard.",
    "We considered whether '{other}' would be fair, but the evidence pointed to '{label}'.",
    'The lowest score falls within the "{label}" band. A few points more would have brought "{other}".',
    "It would take little to move from ‘{label}’ to ‘{other}’ at the next inspection.",
)

SPEECH = (
    "“My officer remembers what I said last time, and that makes me want to come back.”",
    "“I have told my story to five different people this year. I am tired of it.”",
    "“They helped me get a tenancy. Nobody had managed that before.”",
    "“The appointments are short, but at least they are on time.”",
)

FEEDBACK = (
    "We asked a group of {people} what they thought of the service, and {fracgood} of them were content with it.",
    "Several spoke warmly of reception staff in {town}, who greeted them by name.",
    "Some found it hard to be seen outside working hours, and a few had lost shifts as a result.",
    "Opinions about telephone contact were divided, with {pct} preferring to meet in person.",
    "Those who had been helped by {charity} were the most positive of all.",
)

UNFORESEEN = (
    "A note on the flood of last winter",
    "Work with the fishing community",
    "The seasonal workers' project",
    "Preparing for the new court building",
)

FOOTED = (
    "At that time {fracgood} posts for qualified staff had been filled.",
    "Over the same months the population of {place} grew by almost two in a hundred.",
    "The rate of proven reoffending was {pctlow}, close to that of similar places.",
    "Waiting times for a first appointment had fallen to {few} days.",
    "A new tool for weighing caseloads was brought in during {month}.",
)
SOURCES = (
    "Figures supplied by {name} in {month}.",
    "Ministry of Justice. Quarterly statistics on offender management, {month} edition.",
    "Office for National Statistics. Estimates of population by district.",
    "The tool gives each case a number of minutes a month, by the work that it is likely to need.",
    "This was said in our survey of staff, which {many} people answered.",
)
