from backd_rules.cli.command import main

raise SystemExit(main())
