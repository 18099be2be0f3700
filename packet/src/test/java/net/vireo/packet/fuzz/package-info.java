// SPDX-License-Identifier: Apache-2.0
/**
 * What fuzzing any decoder needs: a kept corpus, a seeded mutator over byte arrays, a buffer that ends in a hole.
 *
 * <p>Published as this room's test-jar for the other rooms' tests; depends on the JDK only.
 */
package net.vireo.packet.fuzz;
