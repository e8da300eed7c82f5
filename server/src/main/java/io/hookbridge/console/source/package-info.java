/**
 * {@code …/sources}: the endpoints that receive, called sources here because that is what they are
 * to people: where webhooks come from. One is made from a preset, shows its address, what it has
 * received as it came, and what it has refused with the reason and what to do about it.
 */
@NullMarked
package io.hookbridge.console.source;

import org.jspecify.annotations.NullMarked;
