// SPDX-License-Identifier: Apache-2.0
/** The web console: starts it, and puts together what it serves. */
package net.vireo.web;
