// The quarantine: refused events, what to do about each reason, their replay.
import type { Translated } from "../t.ts";
import type { refusals as zh } from "../zh/refusals.ts";

export const refusals: Translated<typeof zh> = {
  "fate.kept": "Kept",
  "fate.duplicate": "Duplicate",
  "fate.dropped": "Dropped",
  "fate.quarantined": "Quarantined",

  "quarantine.title": "Quarantine",
  "quarantine.about":
    "Events that were not taken in, whole and with the reason. Mend the cause and replay them; they are gone after 30 days.",
  "quarantine.by_reason": "Reasons",
  "quarantine.by_event": "Events",
  "quarantine.waiting": "{count} waiting",
  "quarantine.newest": "Latest {when}",
  "quarantine.none_waiting": "Nothing is waiting.",
  "quarantine.reason": "Reason",
  "quarantine.event": "Event",
  "quarantine.source": "Source",
  "quarantine.received": "Received",
  "quarantine.state": "State",
  "quarantine.state_waiting": "Waiting",
  "quarantine.state_replayed": "Replayed",
  "quarantine.state_dismissed": "Dismissed",
  "quarantine.state_all": "All",
  "quarantine.body": "As it was received",
  "quarantine.empty": "No events here",
  "quarantine.empty_about":
    "Events that are malformed, name nobody or break the tracking plan stop here with their reason; none is lost.",
  "quarantine.chosen": "{count} chosen",
  "quarantine.unchoose": "Choose none",
  "quarantine.replay": "Replay",
  "quarantine.replay_all": "Replay all ({count})",
  "quarantine.dismiss": "Dismiss",
  "quarantine.dismiss_all": "Dismiss all ({count})",
  "quarantine.dismiss_question": { one: "Dismiss {count} event?", other: "Dismiss {count} events?" },
  "quarantine.dismiss_about": "They stay out of your data and cannot be replayed; they can be read for 30 days.",
  "quarantine.dismissed": "{count} dismissed",
  "quarantine.open_plan": "Open the tracking plan",
  "quarantine.open_plan_event": "Open the plan of {event}",
  "quarantine.plan_it": "Add {event} to the plan",

  "replay.running": "Replaying",
  "replay.done": "Replay finished",
  "replay.stop": "Stop",
  "replay.close": "Done",
  "replay.passed": "{count} of {total} came through",
  "replay.left": { one: "{count} did not come through", other: "{count} did not come through" },
  "replay.left_about": "They stay in quarantine, with the reason of this try.",

  "advice.not_an_object":
    "The sender wrote the event as text or a list. It has to send a JSON object; a replay will not pass.",
  "advice.event_too_large":
    "Keep large content (pictures, long texts) elsewhere and send a link or an id. A replay will not pass.",
  "advice.type_unknown":
    "The type is track, page, screen, identify, group, alias, bind, profile and so on. Look at what the sender writes.",
  "advice.type_not_public": "Unbinding and dictionary rows affect others: let a server send them with a secret key.",
  "advice.name_missing": "A track call needs the field event. The sender may have filled it with an empty variable.",
  "advice.name_invalid": "Shorten the name to 100 visible characters; snake_case is a good habit.",
  "advice.message_id_invalid": "Use a UUID as messageId, one for each event, the same on a retry.",
  "advice.nobody": "An event needs anonymousId, userId or identities; otherwise nobody did it.",
  "advice.identity_unknown":
    "The type of identifier is misspelt. The guide lists them: phone, openid, unionid, external_userid …",
  "advice.identity_invalid": "The value of an identifier is text or an integer, never null, a list or an object.",
  "advice.field_invalid": "A field of the envelope is of the wrong kind; which one stands below. Mend the sender.",
  "advice.too_many_properties": "Gather the properties, or split them over several events. A replay will not pass.",
  "advice.too_deep": "Flatten the nested properties. A replay will not pass.",
  "advice.property_ambiguous": "Both a.b and b inside a were sent; keep one of the two.",
  "advice.number_out_of_range": "Send very large numbers as text, such as order numbers of more than 18 digits.",
  "advice.time_invalid": "Write times as ISO 8601 with a zone, such as 2026-01-05T10:00:00+08:00.",
  "advice.time_out_of_range":
    "Seconds taken for milliseconds, most likely, or a wrong clock. Look at the sender's timestamp.",
  "advice.event_reserved":
    "This event is about money or rights, so a browser may not claim it. Send it from a server with a secret key, or check its name.",
  "advice.plan_violated":
    "The properties are not as planned. If the plan is too strict, loosen it and replay; if the sender is wrong, mend it and dismiss these.",
  "advice.unplanned":
    "Events outside the plan are refused at the moment. Plan this one, or loosen the setting for unplanned events, then replay.",
  "advice.verb_unknown": "Profile verbs are set, set_once, increment, append, unset and delete.",
  "advice.trait_invalid": "The value does not fit the verb, such as increment of a text. Mend the sender.",
  "advice.item_invalid": "A dictionary row needs itemType and itemId.",
  "advice.not_understood":
    "Something unexpected happened, most likely our fault. Replay after an upgrade; if it fails again, show us the event.",
  "advice.warehouse_refused": "The warehouse did not take it. Replay it once the warehouse is well again.",
};
