/**
 * What was received, and the values in it that a check may name: a header, a parameter of the query
 * or of a form, a place in a JSON body. Nothing is read before somebody asks for it, because a body
 * has to be verified as bytes before it is anything else. Pure.
 */
@NullMarked
package io.hookbridge.inbound.verify.request;

import org.jspecify.annotations.NullMarked;
