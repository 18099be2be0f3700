// SPDX-License-Identifier: Apache-2.0
/** The lines of the result table: what is tried, and how the captures prove it. */
package net.vireo.lab.check;
