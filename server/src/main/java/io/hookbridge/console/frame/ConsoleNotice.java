package io.hookbridge.console.frame;

import io.hookbridge.http.page.Notice;

/** What steps in the console did. */
public enum ConsoleNotice implements Notice {
    SIGNED_OUT("You are signed out."),
    SIGNED_OUT_EVERYWHERE("You are signed out of every browser."),
    SESSION_ENDED("You were signed out in the meantime. Nothing was changed by the last step."),
    FORM_KEPT(
            "You were signed out in the meantime, and nothing was changed. Sign in to return to the"
                    + " form: what you typed is kept, except for secrets."),
    STEP_NOT_DONE(
            "You are signed in again. The last step was not done: check the form and send it once"
                    + " more."),
    PASSWORD_SET("Your password is set, and you are signed in."),
    MESSAGE_GONE("There is no such message any more."),
    MESSAGE_DELETED("The message is deleted. It is not delivered any more."),
    MESSAGE_DUE("The next attempt is made now."),
    MESSAGE_DUE_LATER("The next attempt is made as soon as the endpoint is resumed."),
    MESSAGE_CANCELLED("The message is cancelled. You can still replay it."),
    MESSAGE_REPLAYED("The message is queued and is delivered once more."),
    MESSAGE_SENT_ANEW("The new message is on its way."),
    MESSAGE_NOT_EDITABLE("Its payload cannot be edited here: it is gone, too large, or no text."),
    SEARCH_SAVED("The search is saved."),
    SEARCH_WITHOUT_NAME("Give the search a name of at most 40 characters."),
    SEARCHES_FULL("You have saved 20 searches here. Forget one of them first."),
    DEAD_LETTERS_GONE("There are no such dead letters any more."),
    BULK_ACTION_GONE("There is no such bulk action any more."),
    BULK_ACTION_ENDED(
            "Nothing was changed: the bulk action has ended, or is already as you wanted it."),
    KEY_DELETED("The API key is deleted. It stops working within a second."),
    KEY_STRONGER("That API key may do more than you may. Ask an owner to rotate it."),
    KEY_GONE("That API key does not exist any more."),
    KEY_KEPT("That API key is the last one that may manage. Create another one first."),
    ENDPOINT_CHANGED("The endpoint is changed."),
    ENDPOINT_PAUSED("Deliveries are paused. What is sent waits."),
    ENDPOINTS_PAUSED("Deliveries to them are paused. What is sent waits."),
    NO_ENDPOINT_TICKED("Tick endpoints that are not paused yet."),
    ENDPOINT_RESUMED("Deliveries go on."),
    ENDPOINT_DELETED("The endpoint is deleted."),
    ENDPOINT_GONE("That endpoint does not exist any more."),
    TEST_EVENT_SENT("A test event is on its way. Reload this page to see it counted."),
    SIGNING_KEY_DELETED(
            "The signing key is deleted. Deliveries are signed with the other one alone."),
    SIGNING_KEY_GONE("That signing key does not exist any more."),
    SIGNING_KEY_KEPT("That signing key is the only one that lasts. Rotate it instead."),
    KEY_TRIAL_BEGAN("The trial has begun. Reload this page to see how it goes."),
    KEY_TRIAL_ENDED("The trial has ended. All messages carry both signatures again."),
    KEY_TRIAL_NEEDS_TWO("There is no old key to go back to, so nothing is tried."),
    PROJECT_CREATED("The project is created, and selected."),
    PROJECT_RENAMED("The project is renamed."),
    PROJECT_DELETED("The project is deleted. Its API keys no longer work."),
    RECEIVER_CREATED("The endpoint is created, and a test event is on its way to it."),
    RECEIVER_TOLD("The built-in receiver answers so from now on."),
    RECEIVER_SENT_TO("A test event is on its way."),
    PROJECT_GONE("That project does not exist any more."),
    SOURCE_CREATED("The source is created. Enter its address at the sender."),
    SOURCE_CHANGED("The source is changed. That holds for the next request."),
    SOURCE_PAUSED("The source is paused: senders are told to try again later."),
    SOURCE_RESUMED("The source takes webhooks again."),
    SOURCE_DELETED("The source is deleted."),
    SOURCE_GONE("That source does not exist any more."),
    REQUEST_GONE("That request is kept no more, or never was."),
    REPLAY_QUEUED("The webhook is queued, and goes out again within seconds."),
    REPLAY_UNDER_WAY("The webhook is on its way anyway. Nothing was changed."),
    REPLAY_REFUSED("The webhook cannot be sent again: too often replayed, or its payload is gone."),
    EVENT_ACKNOWLEDGED("The event is acknowledged, and is not listed for fetching any more."),
    EVENT_NOT_ACKNOWLEDGED(
            "The event was acknowledged, deleted or over before. Nothing was changed."),
    EVENT_DELETED("The event is deleted."),
    EVENTS_DELETED("The events are deleted."),
    EVENT_GONE("That event does not exist any more."),
    EXPORT_ORDERED("The export is ordered. Reload this page to see how far it is."),
    EXPORT_ACTIVE("That export is still being written."),
    EXPORT_DELETED("The export is deleted."),
    EXPORT_GONE("That export has no file any more, or never was."),
    SETTINGS_CHANGED("The settings are changed. They hold within a second."),
    PERSON_GONE("That person is not one of yours to change, or is not there any more."),
    PERSON_DISABLED("The operator of this server keeps this person out, so there can be no link."),
    PERSON_REMOVED("The person is removed and signed out everywhere."),
    ROLE_CHANGED("The role is changed. It holds from the next page on."),
    LAST_OWNER("Nothing was changed: this is the last owner. Make another owner first."),
    TENANT_SUSPENDED("The tenant is suspended. That holds on every server within a second."),
    TENANT_RESUMED("The tenant goes on. What waited is delivered now."),
    TENANT_UNCHANGED("Nothing was changed: the tenant is so already, or is being erased."),
    TENANT_GONE("There is no such tenant any more."),
    NO_PROJECT("Create a project first: API keys belong to one.");

    private final String sentence;

    ConsoleNotice(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
