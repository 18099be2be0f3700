// SPDX-License-Identifier: Apache-2.0
/** What the console shows of a node, as data. */
package net.vireo.web.model;
