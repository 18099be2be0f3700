// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

/**
 * What came of a remedy.
 *
 * @param gone whether the doctor does not find it any more, or finds it to be less severe than it was
 * @param output what was done
 * @param before the number that the finding rested on
 * @param after the same now, or that it is gone
 * @param ppsBefore packets a second that the node's lcores processed
 * @param ppsAfter the same now
 */
public record Cure(boolean gone, String output, String before, String after, long ppsBefore, long ppsAfter) {}
