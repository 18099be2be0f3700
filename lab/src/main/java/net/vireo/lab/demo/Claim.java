// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

/**
 * Something that a step says, and whether it came true.
 *
 * @param text a sentence without a full stop
 * @param detail the number or the words that it rests on; may be empty
 */
record Claim(String text, boolean holds, String detail) {}
