"""What the desk says, in the language of the page: words of closed lists, findings, refusals, reasons."""
