// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Bytes;

/**
 * What a question over TCP is answered with.
 *
 * @param question the number under which it was asked
 * @param message without the length in front of it; empty: no answer will come
 */
public record StreamAnswer(long question, Bytes message) {}
