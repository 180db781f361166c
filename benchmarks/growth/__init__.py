"""Growth: does a message cost more where many people, requests or centres are kept?"""
