/**
 * What an operator wants to know of the whole installation: its tenants and how much they use, the
 * servers and what each does alone, and the room that everything takes.
 */
@NullMarked
package io.hookbridge.insight.installation;

import org.jspecify.annotations.NullMarked;
