/**
 * The gate: what others send to an endpoint becomes a message, or is refused and noted.
 *
 * <p>{@link io.hookbridge.inbound.receive.ReceiveRoutes} takes a request whose body is read; {@link
 * io.hookbridge.inbound.receive.ReceiveMessages} finds the endpoint in memory, has the request
 * judged ({@link io.hookbridge.inbound.receive.Judgement}: by the preset of the endpoint, or by its
 * own checks alone), masks what proves its sender to this server alone, and has the message stored
 * by the {@link io.hookbridge.delivery.Intake} that sends as well. Nothing is answered with success
 * before that has committed. A refusal costs the database nothing while it is answered: {@link
 * io.hookbridge.inbound.receive.RecordRejections} gathers and bounds them.
 *
 * <p>There are more types here than elsewhere: a request that is let in and one that is refused
 * have the same head, the same masks and the same answer's form.
 */
@NullMarked
package io.hookbridge.inbound.receive;

import org.jspecify.annotations.NullMarked;
