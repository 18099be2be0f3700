// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

/** How much of a path is printed. */
public enum PathDetail {
    /** How it ends. */
    MINIMAL,
    /** Each node, with the way through its graph. */
    SUMMARY,
    /** Each step, with what it found. */
    DETAILED
}
