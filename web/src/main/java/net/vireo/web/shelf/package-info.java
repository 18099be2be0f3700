// SPDX-License-Identifier: Apache-2.0
/** The fault shelf: faults that a kept lab can plant and lift, as the console shows them. */
package net.vireo.web.shelf;
