// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/**
 * Packets dropped for a reason, in a few words and as a sentence.
 *
 * @param loss false of originals whose copies were sent: nobody misses them
 */
public record DropLoad(String reason, String sentence, boolean loss, Counter counter) {}
