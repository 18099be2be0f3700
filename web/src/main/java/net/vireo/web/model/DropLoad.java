// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.model;

/** Packets dropped for a reason, in a few words and as a sentence. */
public record DropLoad(String reason, String sentence, Counter counter) {}
